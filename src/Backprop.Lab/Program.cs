using Backprop.Lab;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.Extensions.DependencyInjection;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.Services.AddSingleton<Browser>().AddSingleton<LabPage>().AddSingleton<PagePast>().AddSingleton<IForeignReaders, ForeignReaders>().AddSingleton<GivenFiles>();
await builder.Build().RunAsync();
