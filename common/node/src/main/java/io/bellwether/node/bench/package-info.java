/** Measures the kernels of the distillation and the pipeline, beside peers where they are there. */
package io.bellwether.node.bench;
