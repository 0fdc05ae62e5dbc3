-- Why something could not be taken, in the form that programs read: a list in JSON, as long as that of the reasons.
ALTER TABLE connector_failures ADD COLUMN details TEXT;
