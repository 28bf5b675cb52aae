# Writes the workbooks and the database that the tests read, from t.csv: openpyxl 3.0.9, xlwt 1.3.0, SQLite 3.40.1.
import sqlite3, openpyxl, datetime as dt, csv, xlwt
rows=list(csv.reader(open("t.csv"))); h,rows=rows[0],rows[1:]
def book(name, epoch=None, error=False):
    wb=openpyxl.Workbook(); ws=wb.active; ws.title="Data"
    if epoch: wb.epoch=epoch
    ws.append(h)
    for r in rows: ws.append([float(r[0]), int(r[1]) if r[1] else None, r[2], r[3]=="true", dt.datetime.strptime(r[4],"%Y-%m-%d"), r[5]])
    wb.create_sheet("Other").append(["a","b"])
    if error:
        c=ws["B2"]; c.value="#DIV/0!"; c.data_type="e"
    wb.save(name)
book("t.xlsx"); book("t1904.xlsx", openpyxl.utils.datetime.CALENDAR_MAC_1904, True)
con=sqlite3.connect("t.db"); con.execute("drop table if exists t"); con.execute("create table t (x real, n integer, color text, ok boolean, day text, class text)")
con.executemany("insert into t values (?,?,?,?,?,?)",[(float(r[0]), int(r[1]) if r[1] else None, r[2], r[3]=="true", r[4], r[5]) for r in rows]); con.commit()
w=xlwt.Workbook(); s=w.add_sheet("Data")
st=xlwt.easyxf(num_format_str="YYYY-MM-DD")
for j,v in enumerate(h): s.write(0,j,v)
for i,r in enumerate(rows):
    s.write(i+1,0,float(r[0])); 
    if r[1]: s.write(i+1,1,int(r[1]))
    s.write(i+1,2,r[2]); s.write(i+1,3,r[3]=="true"); s.write(i+1,4,dt.datetime.strptime(r[4],"%Y-%m-%d"),st); s.write(i+1,5,r[5])
w.save("t.xls")
wb=openpyxl.Workbook(); ws=wb.active; ws.title="Data"
ws.append(["x","y","z"])
for i in range(1,6): ws.append([i, f"=A{i+1}*2", i*i])
ws=wb.create_sheet("Errors & more"); ws.append(["x","y"])
for i in range(5): ws.append([i,i])
for cell in ("B3","A5"):
    c=ws[cell]; c.value="#DIV/0!"; c.data_type="e"
wb.save("unread.xlsx")
