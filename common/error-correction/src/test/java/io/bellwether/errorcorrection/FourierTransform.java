package io.bellwether.errorcorrection;

/** A complex Fourier transform of a power-of-two size, in place. */
final class FourierTransform {
    private final int size;
    private final double[] cosines;
    private final double[] sines;

    FourierTransform(int size) {
        this.size = size;
        cosines = new double[size / 2];
        sines = new double[size / 2];
        for (int i = 0; i < size / 2; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / size);
            sines[i] = Math.sin(2 * Math.PI * i / size);
        }
    }

    void forward(double[] real, double[] imaginary) {
        reverse(real, imaginary);
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int start = 0; start < size; start += 2 * half) {
                for (int i = 0; i < half; i++) {
                    int a = start + i;
                    int b = a + half;
                    double cosine = cosines[i * stride];
                    double sine = -sines[i * stride];
                    double x = real[b] * cosine - imaginary[b] * sine;
                    double y = real[b] * sine + imaginary[b] * cosine;
                    real[b] = real[a] - x;
                    imaginary[b] = imaginary[a] - y;
                    real[a] += x;
                    imaginary[a] += y;
                }
            }
        }
    }

    void backward(double[] real, double[] imaginary) {
        forward(imaginary, real);
        for (int i = 0; i < size; i++) {
            real[i] /= size;
            imaginary[i] /= size;
        }
    }

    private void reverse(double[] real, double[] imaginary) {
        int shift = 32 - Integer.numberOfTrailingZeros(size);
        for (int i = 0; i < size; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (i < j) {
                double x = real[i];
                real[i] = real[j];
                real[j] = x;
                double y = imaginary[i];
                imaginary[i] = imaginary[j];
                imaginary[j] = y;
            }
        }
    }
}
