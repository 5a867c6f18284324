/* Classifies the 360 handwritten digits of the test split.
 * usage: digits_cnn FOLDER_WITH_DATA */
#include "../common.h"
#include "digits_cnn.h"

static _Alignas(DIGITS_CNN_ALIGN) unsigned char workspace[DIGITS_CNN_WORKSPACE_BYTES];

static void draw(const float *image) {
  for (int y = 0; y < 16; y += 2) {
    for (int x = 0; x < 16; ++x)
      putchar(" .:-=+*#@"[(int)(image[y * 16 + x] * 8.0f)]);
    putchar('\n');
  }
}

int main(int argc, char **argv) {
  const char *folder = argc > 1 ? argv[1] : ".";
  size_t bytes;
  const float *images = read_file(folder, "image.bin", &bytes);
  const int64_t *labels = read_file(folder, "label.bin", &bytes);
  size_t count = bytes / sizeof *labels, right = 0;

  draw(images);
  printf("sample  predicted  expected\n");
  for (size_t i = 0; i < count; ++i) {
    float logits[DIGITS_CNN_LOGITS_ELEMENTS];
    if (digits_cnn_run(images + i * DIGITS_CNN_IMAGE_ELEMENTS, logits, workspace) != 0)
      return 1;
    size_t digit = largest(logits, DIGITS_CNN_LOGITS_ELEMENTS);
    right += (int64_t)digit == labels[i];
    if (i < 10)
      printf("%6zu  %9zu  %8d\n", i, digit, (int)labels[i]);
  }
  printf("accuracy: %zu of %zu, %.1f %%\n", right, count, 100.0 * (double)right / (double)count);
  return 1000 * right >= 983 * count ? 0 : 1; /* 98.3 %, as in training */
}
