/**
 * Files of model versions: blobs in a directory or in S3, the mapping of files to blobs, and signed
 * URLs. Depends on {@code store}, {@code catalog} and {@code error}; privileges are checked by the
 * callers. All types are safe for use by several threads.
 */
@NullMarked
package dev.vitrine.artifact;

import org.jspecify.annotations.NullMarked;
