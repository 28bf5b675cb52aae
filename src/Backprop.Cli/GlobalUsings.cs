global using Backprop.Commands;
