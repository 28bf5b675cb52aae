# PyTorch 1.13 exports of small nets, with PyTorch's own answers.
import json, torch, torch.nn as nn, torch.nn.functional as F
torch.manual_seed(1)
A = {
 'relu': nn.ReLU(), 'leaky_relu': nn.LeakyReLU(0.2), 'elu': nn.ELU(0.7), 'selu': nn.SELU(), 'gelu': nn.GELU(), 'gelu_tanh': nn.GELU('tanh'), 'silu': nn.SiLU(),
 'mish': nn.Mish(), 'hardsigmoid': nn.Hardsigmoid(), 'softsign': nn.Softsign(), 'softplus': nn.Softplus(), 'relu6': nn.ReLU6(), 'hardtanh': nn.Hardtanh(-0.5, 0.8), 'prelu': nn.PRelu(4) if hasattr(nn,'PRelu') else nn.PReLU(4),
}
class View(nn.Module):
    def forward(s, x): return x.view(x.size(0), -1)
class Res(nn.Module):
    def __init__(s, inner): super().__init__(); s.inner = inner
    def forward(s, x): return x + s.inner(x)
nets = {'act_'+k: (nn.Sequential(nn.Linear(3,4), v, nn.Linear(4,2)), (1,3)) for k,v in A.items()}
nn.init.uniform_(nets['act_prelu'][0][1].weight, -0.5, 0.5)
nets['view_batchnorm'] = (nn.Sequential(View(), nn.Linear(6,4), nn.BatchNorm1d(4), nn.ReLU(), nn.BatchNorm1d(4), nn.Dropout(), nn.Linear(4,3), nn.Softmax(1)), (1,1,2,3))
nets['flatten_residual'] = (nn.Sequential(nn.Flatten(), nn.Linear(4,5), nn.Tanh(), Res(nn.Sequential(nn.Linear(5,5), nn.SiLU())), nn.Linear(5,1), nn.Sigmoid()), (1,2,2))
nets['log_softmax'] = (nn.Sequential(nn.Linear(3,4), nn.Tanh(), nn.Linear(4,3), nn.LogSoftmax(1)), (1,3))
import numpy as np
answers = {}
for name,(net,shape) in nets.items():
    for m in net.modules():
        if isinstance(m, nn.BatchNorm1d):
            m.running_mean.uniform_(-1,1); m.running_var.uniform_(0.5,2); nn.init.uniform_(m.weight,0.5,1.5); nn.init.uniform_(m.bias,-1,1)
    net.eval()
    for opset in ((13,) if name.startswith('act_') else (9, 16) if name=='view_batchnorm' else (11,)):
        f = f'torch_{name}_{opset}.onnx'
        try:
            torch.onnx.export(net, torch.randn(shape), f, opset_version=opset, dynamic_axes={'x':{0:'n'}} if opset!=11 else None, input_names=['x'], output_names=['y'], do_constant_folding=True)
        except Exception as e:
            print('FAILED', name, opset, str(e)[:200]); continue
        x = torch.randn((5,)+shape[1:]) * 2
        with torch.no_grad(): y = net(x)
        answers[f'torch_{name}_{opset}.onnx'] = {'inputs': x.reshape(5,-1).double().tolist(), 'outputs': y.reshape(5,-1).double().tolist()}
json.dump(answers, open('torch.json','w'), indent=0)
print(list(answers))
