-- Blobs whose rows were deleted with their set, and whose bytes are still to be deleted. Written in
-- the transaction that deletes the rows; removed when the bytes are gone, outside of any transaction
-- that others could wait for.

CREATE TABLE released_blobs (
  blob_id VARCHAR(64) PRIMARY KEY
);
