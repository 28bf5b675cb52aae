// prints: setosa
using Backprop;
using Backprop.Data;

TableTraining.Train(Table.Read("iris.csv", new ColumnChoices { Targets = ["species"] })).Model.Save("iris.safetensors");

var model = Model.Load("iris.safetensors");
var answer = model.Predict(new Dictionary<string, object?> { ["sepal length"] = 5.1, ["sepal width"] = 3.5, ["petal length"] = 1.4, ["petal width"] = 0.2 })[0];
Console.WriteLine(answer.Text);
