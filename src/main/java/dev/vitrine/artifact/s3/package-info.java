/** Blobs in a bucket of S3, and temporary credentials for parts of the bucket. */
@NullMarked
package dev.vitrine.artifact.s3;

import org.jspecify.annotations.NullMarked;
