/**
 * The planner: given an honest device and the failure probabilities that are allowed, which
 * theorem, test probability and preprocessing give the longest key, and when. It searches in double
 * precision; a length it names for a block was then certified by the theorem, at the parameters
 * found. Curves, times and sensitivities are planning figures and size no key.
 */
package io.bellwether.securityproof.planner;
