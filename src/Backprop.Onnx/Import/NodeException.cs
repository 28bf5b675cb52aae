using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>Why a node is refused: of the node that is at fault, which need not be the one that is read.</summary>
internal sealed class NodeException(NodeProto node, FormatException inner) : FormatException($"{GraphReader.Describe(node)} {inner.Message}", inner);
