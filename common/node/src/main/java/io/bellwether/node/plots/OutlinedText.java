package io.bellwether.node.plots;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;

import java.awt.font.GlyphVector;

/** Fills the outlines of turned and raised text, where the library draws their edges only. */
final class OutlinedText extends VectorGraphics2D {
    @Override
    public void drawGlyphVector(GlyphVector glyphs, float x, float y) {
        fill(glyphs.getOutline(x, y));
    }
}
