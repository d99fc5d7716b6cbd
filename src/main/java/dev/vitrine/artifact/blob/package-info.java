/**
 * Blobs: complete and immutable byte sequences by generated names. The storage in a directory; the
 * one in S3 is in {@code artifact.s3}. Knows neither files nor versions.
 */
@NullMarked
package dev.vitrine.artifact.blob;

import org.jspecify.annotations.NullMarked;
