-- The record. Everything searchable is derived from these tables. A column that is added later comes last, with a
-- default, and is listed in `store._ADDED_COLUMNS`, so that a record made before it gets it when it is opened.
CREATE TABLE IF NOT EXISTS settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- A file whose every record was read, with the SHA-256 of its bytes.
CREATE TABLE IF NOT EXISTS files (
  path TEXT PRIMARY KEY,
  digest TEXT NOT NULL
) WITHOUT ROWID;

-- `version` is the searchable version; NULL once the document has been removed.
CREATE TABLE IF NOT EXISTS documents (
  id TEXT PRIMARY KEY,
  file TEXT NOT NULL,
  version TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS documents_by_file ON documents (file);

CREATE TABLE IF NOT EXISTS versions (
  document_id TEXT NOT NULL REFERENCES documents (id),
  version TEXT NOT NULL,
  source TEXT NOT NULL,
  indexed TEXT NOT NULL,
  facts TEXT NOT NULL,
  raw TEXT NOT NULL,
  edits TEXT NOT NULL,
  text TEXT NOT NULL,
  pages TEXT NOT NULL,
  headings TEXT NOT NULL,
  sections TEXT NOT NULL,
  found TEXT NOT NULL DEFAULT '[]',
  doubts TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (document_id, version)
);

-- `content` is the SHA-256 of what is embedded: the key under which vectors and words are kept.
CREATE TABLE IF NOT EXISTS passages (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document_id TEXT NOT NULL,
  version TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  page INTEGER,
  heading_path TEXT NOT NULL,
  text TEXT NOT NULL,
  content BLOB NOT NULL,
  doubts TEXT NOT NULL DEFAULT '[]',
  FOREIGN KEY (document_id, version) REFERENCES versions (document_id, version)
);
CREATE INDEX IF NOT EXISTS passages_by_version ON passages (document_id, version);

CREATE TABLE IF NOT EXISTS vectors (
  content BLOB NOT NULL,
  model TEXT NOT NULL,
  vector BLOB NOT NULL,
  PRIMARY KEY (content, model)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS words (
  content BLOB NOT NULL,
  segmenter TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (content, segmenter)
) WITHOUT ROWID;
