using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Backprop.Data.Generator;

/// <summary>Implements <c>ITableRow</c> and <c>ITableAnswer</c> for the types that are marked <c>[TableRow]</c> and <c>[TableAnswer]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class TypedRowsGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Register(context, "Backprop.Data.TableRowAttribute", "row", RowWriter.Write);
        Register(context, "Backprop.Data.TableAnswerAttribute", "answer", AnswerWriter.Write);
    }

    private static void Register(IncrementalGeneratorInitializationContext context, string attribute, string what, System.Action<MarkedType, StringBuilder> write)
    {
        var outcomes = context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            static (_, _) => true,
            (found, cancellation) =>
            {
                var type = new MarkedType((INamedTypeSymbol)found.TargetSymbol, found.TargetNode, cancellation);
                return Outcome.Of(type, what, write);
            });
        context.RegisterSourceOutput(outcomes, static (output, outcome) =>
        {
            foreach (var fault in outcome.Faults)
                output.ReportDiagnostic(fault.ToDiagnostic());
            if (outcome.Source.Length > 0)
                output.AddSource(outcome.File, SourceText.From(outcome.Source, Encoding.UTF8));
        });
    }
}
