package io.bellwether.securityproof;

/**
 * Maximise sum_e o_e . m_e over sub-normalised moment matrices m_0, m_1, ... (one for each thing
 * that Eve may believe) whose sum has the statistics s_t . sum_e m_e = v_t. Its dual: minimise
 * sum_t f_t v_t such that each polynomial sum_t f_t s_t - o_e is a sum of squares.
 *
 * @param matrix which entries are which moments
 * @param objectives o_e, coefficients of moments, indexed [e][moment]
 * @param statistics s_t, coefficients of moments, indexed [t][moment]; the first is &lt;1&gt;
 * @param values v_t; the first is 1
 */
record MomentProgramme(
        MomentMatrix matrix, double[][] objectives, double[][] statistics, double[] values) {}
