/** From a verified, partly known key to a shorter secret one. */
package io.bellwether.privacyamplification;
