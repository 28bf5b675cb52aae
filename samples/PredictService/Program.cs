// A model of iris.csv behind a web address; it is replaced while the service runs. Run it with a model that 'backprop train iris.csv --target species' wrote:
//   dotnet run --project samples/PredictService -- --model iris.safetensors
//   curl localhost:5000/predict -H 'Content-Type: application/json' \
//     -d '{"sepal length": 5.1, "sepal width": 3.5, "petal length": 1.4, "petal width": 0.2}'
//   curl localhost:5000/flowers -H 'Content-Type: application/json' \
//     -d '[{"sepalLength": 5.1, "sepalWidth": 3.5, "petalLength": 1.4, "petalWidth": 0.2}]'
//   curl localhost:5000/health
using System.Text.Json.Serialization;
using Backprop;
using Backprop.Data;
using Backprop.Services;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddBackprop(options => options.Path = builder.Configuration["model"] ?? "iris.safetensors").For<Flower, Answer>();
builder.Services.AddHealthChecks().AddBackprop();
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, FlowerJson.Default));
var app = builder.Build();

app.MapHealthChecks("/health");
app.MapGet("/columns", (ModelService service) => new { inputs = service.Current.Model.Encoding.Inputs.Select(c => c.Column), targets = service.Current.Model.Encoding.Targets.Select(c => c.Column) });

// What is wrong with a row is the caller's to read, in the words of the library.
app.Use(static async (request, next) =>
{
    try
    {
        await next(request);
    }
    catch (DataException wrong)
    {
        await Results.Problem(wrong.Message, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(request);
    }
    catch (ModelFileException missing)
    {
        await Results.Problem(missing.Message, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(request);
    }
});

// A row of any table, with its columns' names.
app.MapPost("/predict", (Dictionary<string, object?> row, ModelService service) => service.Predict(row));

// Many flowers at once: nothing is allocated per flower but what the request and its answer hold.
app.MapPost("/flowers", (Flower[] flowers, RowService<Flower, Answer> model) =>
{
    var answers = new Answer[flowers.Length];
    model.Predict(flowers, answers);
    return answers;
});
app.Run();

// Properties that are set: System.Text.Json boxes each argument of a constructor, and each init property.
[TableRow]
internal sealed partial class Flower
{
    public double SepalLength { get; set; }

    public double SepalWidth { get; set; }

    public double PetalLength { get; set; }

    public double PetalWidth { get; set; }
}

[TableAnswer]
internal readonly partial record struct Answer(string Species, [ProbabilityOf(nameof(Answer.Species))] float Probability);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Flower[]))]
[JsonSerializable(typeof(Answer[]))]
internal sealed partial class FlowerJson : JsonSerializerContext;
