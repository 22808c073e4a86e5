package io.bellwether.node.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What is wrong with a file, in words: Java's messages are often the file's name alone. */
public final class FileTrouble {
    private FileTrouble() {}

    /** The trouble without the file's name, such as "no such file". */
    public static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "is there already";
            case NotDirectoryException _ -> "not a folder";
            case CharacterCodingException _ -> "not UTF-8";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    /** The file and its trouble, or the message of an exception that names no file. */
    public static String withFile(IOException e) {
        return e instanceof FileSystemException named && named.getFile() != null
                ? named.getFile() + ": " + of(e)
                : of(e);
    }
}
