package io.github.emnist.model.architecture;

/**
 * Builds a {@link CnnArchitecture} layer by layer. A setting out of range fails at once; shapes are
 * worked out, and fail, in {@link #build()}. Not thread-safe.
 */
public final class ArchitectureBuilder extends LayerBuilder<ArchitectureBuilder> {
  private String name = "sequential";
  private TensorShape input;

  ArchitectureBuilder() {}

  @Override
  ArchitectureBuilder self() {
    return this;
  }

  /**
   * Names the network.
   *
   * @param name not blank; "sequential" by default
   * @return this
   */
  public ArchitectureBuilder name(String name) {
    this.name = name;
    return this;
  }

  /**
   * Declares the shape of a picture.
   *
   * @param height in pixels, positive
   * @param width in pixels, positive
   * @param channels positive; 1 for EMNIST
   * @return this
   * @throws IllegalArgumentException if a number is not positive
   * @throws IllegalStateException if an input is declared already
   */
  public ArchitectureBuilder input(int height, int width, int channels) {
    if (input != null) {
      throw new IllegalStateException("the input is declared already, as " + input);
    }
    input = TensorShape.of(height, width, channels);
    return this;
  }

  /**
   * Works out the shapes.
   *
   * @return the network
   * @throws IllegalStateException if no input is declared
   * @throws IllegalArgumentException as {@link CnnArchitecture#of}
   */
  public CnnArchitecture build() {
    if (input == null) {
      throw new IllegalStateException("no input is declared; call input(height, width, channels)");
    }
    return CnnArchitecture.of(name, input, layers());
  }
}
