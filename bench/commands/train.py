"""What train does, by scikit-learn with its defaults: train.py TABLE MODEL. A fifth of the rows tests the net."""
import sys

import joblib
import pandas
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

table = pandas.read_csv(sys.argv[1])
target = table.pop("y")
inputs, test_inputs, targets, test_targets = train_test_split(table, target, test_size=0.2, random_state=1)
model = make_pipeline(StandardScaler(), MLPClassifier(random_state=1))
model.fit(inputs, targets)
print("test accuracy", model.score(test_inputs, test_targets))
joblib.dump(model, sys.argv[2])
