using System.Text.Json.Serialization;

namespace Backprop.Experiments;

/// <summary>The types in the reports of all experiments, known when they are compiled: a tool that is compiled ahead of time has no reflection to write them as JSON.</summary>
[JsonSerializable(typeof(Report<ComparisonSettings, ComparisonRun, ComparisonSummary>), TypeInfoPropertyName = "ComparisonReport")]
[JsonSerializable(typeof(Report<FamilyTreesSettings, FamilyTreesRun, FamilyTreesSummary>), TypeInfoPropertyName = "FamilyTreesReport")]
[JsonSerializable(typeof(Report<GallerySettings, AdditionRun, AdditionSummary>), TypeInfoPropertyName = "AdditionReport")]
[JsonSerializable(typeof(Report<GallerySettings, AttractorsRun, AttractorsSummary>), TypeInfoPropertyName = "AttractorsReport")]
[JsonSerializable(typeof(Report<GallerySettings, LivingThingsRun, LivingThingsSummary>), TypeInfoPropertyName = "LivingThingsReport")]
[JsonSerializable(typeof(Report<GallerySettings, NegationRun, NegationSummary>), TypeInfoPropertyName = "NegationReport")]
[JsonSerializable(typeof(Report<GallerySettings, ReadingRun, ReadingSummary>), TypeInfoPropertyName = "ReadingReport")]
[JsonSerializable(typeof(Report<GallerySettings, ShapesRun, ShapesSummary>), TypeInfoPropertyName = "ShapesReport")]
[JsonSerializable(typeof(Report<GallerySettings, WordsRun, WordsSummary>), TypeInfoPropertyName = "WordsReport")]
[JsonSerializable(typeof(Report<HiddenUnitsSettings, HiddenUnitsRun, HiddenUnitsSummary>), TypeInfoPropertyName = "HiddenUnitsReport")]
[JsonSerializable(typeof(Report<LocalMinimaSettings, LocalMinimaRun, LocalMinimaSummary>), TypeInfoPropertyName = "LocalMinimaReport")]
[JsonSerializable(typeof(Report<NextLetterSettings, NextLetterRun, NextLetterSummary>), TypeInfoPropertyName = "NextLetterReport")]
[JsonSerializable(typeof(Report<SearchSettings, SearchRun, SearchSummary>), TypeInfoPropertyName = "SearchReport")]
[JsonSerializable(typeof(Report<SequenceSettings, SequenceRun, SequenceSummary>), TypeInfoPropertyName = "SequenceReport")]
[JsonSerializable(typeof(Report<ShiftRegisterSettings, ShiftRegisterRun, ShiftRegisterSummary>), TypeInfoPropertyName = "ShiftRegisterReport")]
[JsonSerializable(typeof(Report<StepSizeSettings, StepSizeRun, StepSizeSummary>), TypeInfoPropertyName = "StepSizeReport")]
[JsonSerializable(typeof(Report<SymmetrySettings, SymmetryRun, SymmetrySummary>), TypeInfoPropertyName = "SymmetryReport")]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class ReportJson : JsonSerializerContext;
