// A trained table model behind a web address. Run it with a model that 'backprop train' wrote:
//   dotnet run --project samples/PredictService -- --model iris.safetensors
//   curl localhost:5000/predict -H 'Content-Type: application/json' \
//     -d '{"sepal length": 5.1, "sepal width": 3.5, "petal length": 1.4, "petal width": 0.2}'
using Backprop.Data;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TableModel.Load(builder.Configuration["model"] ?? "iris.safetensors"));
var app = builder.Build();

// One model serves every request at once: answering changes nothing in it.
app.MapGet("/columns", (TableModel model) => new { inputs = model.Encoding.Inputs.Select(c => c.Column), targets = model.Encoding.Targets.Select(c => c.Column) });
app.MapPost("/predict", (Dictionary<string, object?> row, TableModel model) =>
{
    try
    {
        return Results.Ok(model.Predict(row));
    }
    catch (DataException wrong)
    {
        return Results.Problem(wrong.Message, statusCode: StatusCodes.Status400BadRequest);
    }
});
app.Run();
