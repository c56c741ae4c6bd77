package io.github.emnist.examples.cli;

import io.github.emnist.data.GrayImage;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds an image on a contact sheet, wherever the sheet's layout has put it. */
final class SheetTiles {
  private static final int SCALE = 2;

  private final Raster sheet;

  SheetTiles(BufferedImage sheet) {
    this.sheet = sheet.getRaster();
  }

  /** A tile's top left corner. */
  record Place(int x, int y) {
    /** The tile that is so many columns farther right in the same row of images. */
    Place right(int columns, GrayImage image) {
      return new Place(x + columns * (SCALE * image.width() + 1), y); // a line between two
    }
  }

  /** Every place where exactly this image stands. */
  List<Place> placesOf(GrayImage image) {
    List<Place> places = new ArrayList<>();
    for (int y = 0; y <= sheet.getHeight() - SCALE * image.height(); y++) {
      for (int x = 0; x <= sheet.getWidth() - SCALE * image.width(); x++) {
        if (stands(image, new Place(x, y))) {
          places.add(new Place(x, y));
        }
      }
    }
    return places;
  }

  /** Whether two places show the same, as far as an image of that size reaches. */
  boolean same(Place one, Place other, GrayImage size) {
    int width = SCALE * size.width();
    int height = SCALE * size.height();
    return Arrays.equals(
        sheet.getSamples(one.x(), one.y(), width, height, 0, (int[]) null),
        sheet.getSamples(other.x(), other.y(), width, height, 0, (int[]) null));
  }

  /** Whether each pixel of the tile at that place is the image's. */
  boolean stands(GrayImage image, Place place) {
    for (int y = 0; y < SCALE * image.height(); y++) {
      for (int x = 0; x < SCALE * image.width(); x++) {
        int found = sheet.getSample(place.x() + x, place.y() + y, 0);
        if (found != image.pixel(x / SCALE, y / SCALE)) {
          return false;
        }
      }
    }
    return true;
  }
}
