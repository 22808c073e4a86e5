package io.bellwether.keydelivery;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the OpenAPI document says of a method of an endpoint. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Operation {
    String summary();

    /** The members of the request: of its query if it is a GET, of its body otherwise. */
    RequestMember[] request() default {};
}
