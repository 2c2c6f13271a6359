-- The record, version 1 (PRAGMA user_version). Everything searchable is derived from these tables. A column or table
-- that is added later raises the version in indexer/migration.py, which brings older records here.
CREATE TABLE IF NOT EXISTS settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- A file whose every record was read, with the SHA-256 of its bytes and the version of the code that read them.
CREATE TABLE IF NOT EXISTS files (
  path TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  reader TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

-- `version` is the current version, NULL once the document has been removed; `copy_of` names the document that is
-- searched in the place of this one, whose title and text are the same. Searchable: a version and no `copy_of`.
CREATE TABLE IF NOT EXISTS documents (
  id TEXT PRIMARY KEY,
  file TEXT NOT NULL,
  version TEXT,
  copy_of TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS documents_by_file ON documents (file);
CREATE INDEX IF NOT EXISTS documents_by_original ON documents (copy_of) WHERE copy_of NOTNULL;

-- `digest` is the SHA-256 of the raw bytes, `reader` the latest code that read them to just this; `text_key` that of title and text without blanks, the same for copies;
-- `address` the web address under which another file may bring the next version, NULL where none may.
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
  digest TEXT NOT NULL DEFAULT '',
  reader TEXT NOT NULL DEFAULT '',
  text_key BLOB NOT NULL DEFAULT x'',
  address TEXT,
  PRIMARY KEY (document_id, version)
);
CREATE INDEX IF NOT EXISTS versions_by_text ON versions (text_key);
CREATE INDEX IF NOT EXISTS versions_by_address ON versions (address) WHERE address NOTNULL;

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
  table_header TEXT NOT NULL DEFAULT '',
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

-- MinHash signatures of texts; empty where a text is too short to be compared.
CREATE TABLE IF NOT EXISTS signatures (
  text_key BLOB NOT NULL,
  signer TEXT NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (text_key, signer)
) WITHOUT ROWID;

-- Searchable documents that are nearly the same as another: `family` has all of them, `reprint`, where there is one,
-- those whose differences do not tell them apart. Both are named after one of their documents.
CREATE TABLE IF NOT EXISTS relatives (
  document_id TEXT PRIMARY KEY,
  family TEXT NOT NULL,
  reprint TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS relatives_by_family ON relatives (family);
CREATE INDEX IF NOT EXISTS relatives_by_reprint ON relatives (reprint) WHERE reprint NOTNULL;
