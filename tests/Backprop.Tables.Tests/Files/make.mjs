// Writes the Parquet and Arrow files that the tests read, from t.csv: DuckDB 1.5.6 (@duckdb/node-api), Polars (nodejs-polars 0.26.1).
import { DuckDBInstance } from '@duckdb/node-api';
import pl from 'nodejs-polars';
const duck = await (await DuckDBInstance.create(':memory:')).connect();
await duck.run("create table t as select * from read_csv('t.csv', types={'x':'DOUBLE','n':'SMALLINT','color':'VARCHAR','ok':'BOOLEAN','day':'DATE','class':'VARCHAR'})");
await duck.run("copy t to 't.parquet' (format parquet, codec 'zstd')");
const frame = pl.readParquet('t.parquet');
frame.withColumn(pl.col('color').cast(pl.Categorical)).writeIPC('t.arrow', { compression: 'lz4' });
await duck.run("copy (select i as x, time '00:00:00' + to_microseconds(i * 12345678901) as time from range(0, 7) r(i)) to 'times.parquet' (format parquet)");
pl.readParquet('times.parquet').writeIPC('times.arrow', { compression: 'zstd' });
