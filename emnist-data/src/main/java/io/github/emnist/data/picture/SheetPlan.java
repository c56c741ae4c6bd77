package io.github.emnist.data.picture;

import io.github.emnist.data.EmnistDataset;
import java.util.List;

/**
 * Where everything on a sheet lies, in whole pixels from its top left corner.
 *
 * @param width of the sheet
 * @param height of the sheet
 * @param tiles the images
 * @param lines the texts
 */
record SheetPlan(int width, int height, List<Tile> tiles, List<Line> lines) {

  /**
   * One image.
   *
   * @param dataset that it is of
   * @param index in the data set
   * @param x its left edge
   * @param y its top edge
   */
  record Tile(EmnistDataset dataset, int index, int x, int y) {}

  /**
   * One text, already cut to the room that it has.
   *
   * @param text what it says
   * @param lettering its font
   * @param x its left edge
   * @param y its top edge
   */
  record Line(String text, Lettering lettering, int x, int y) {
    static Line centred(String text, Lettering lettering, int left, int room, int y) {
      String fitted = lettering.fitted(text, room);
      return new Line(fitted, lettering, left + (room - lettering.width(fitted)) / 2, y);
    }

    static Line endingAt(String text, Lettering lettering, int left, int room, int y) {
      String fitted = lettering.fitted(text, room);
      return new Line(fitted, lettering, left + room - lettering.width(fitted), y);
    }
  }
}
