using System.Text.Encodings.Web;
using System.Text.Json;

namespace Backprop.Cli;

/// <summary>How results are written as JSON: indented, names as they are.</summary>
internal static class CliJson
{
    public static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
