package io.bellwether.foundation;

/**
 * The identity of a secure application entity (ETSI GS QKD 014): an application that fetches keys.
 *
 * @param value as it stands in certificates and URLs, 1 to 255 characters, no control characters
 */
public record SaeId(String value) {
    public SaeId {
        if (value.isEmpty()
                || value.length() > 255
                || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "SAE ID: length %d or a control character; limit 1 to 255 printable characters"
                            .formatted(value.length()));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
