"""What predict does, by scikit-learn and pandas: predict.py MODEL TABLE ANSWERS. The whole table is in memory."""
import sys

import joblib
import pandas

model = joblib.load(sys.argv[1])
table = pandas.read_csv(sys.argv[2], usecols=model.feature_names_in_)
answers = model.predict(table[model.feature_names_in_])
pandas.DataFrame({"y": answers}).to_csv(sys.argv[3], index=False)
