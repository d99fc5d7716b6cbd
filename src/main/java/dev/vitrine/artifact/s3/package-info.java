/** Blobs in a bucket of S3, and temporary credentials for parts of the bucket. */
package dev.vitrine.artifact.s3;
