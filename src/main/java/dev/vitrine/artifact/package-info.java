/**
 * Files of model versions: blobs under a storage root or in S3, which file has which, and urls that
 * let their bearer at one. Depends on {@code store}, {@code catalog} and {@code error}; knows
 * nothing of who may do what. All of it may be used by several threads.
 */
package dev.vitrine.artifact;
