package io.bellwether.architecture.planted.token;

/** A token that anybody can make. */
public class OpenToken {
    public OpenToken() {}
}
