-- The sheet of a workbook that the lines came from; '': the file was CSV.
ALTER TABLE task_import ADD COLUMN sheet TEXT NOT NULL DEFAULT '';
