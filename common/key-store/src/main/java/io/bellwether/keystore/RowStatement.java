package io.bellwether.keystore;

/**
 * What is written for many rows.
 *
 * @param each for one row
 * @param all for many at once: a parameter is the column of what {@code each} has in its place
 */
record RowStatement(String each, String all) {}
