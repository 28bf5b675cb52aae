global using System.Numerics;
global using Backprop.Commands;
