package io.bellwether.architecture.planted.token;

/** A token whose constructor the language makes as visible as the type. */
public record RecordToken() {}
