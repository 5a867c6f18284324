/* Translates dates as people write them to ISO form, twice: with an encoder and a
 * decoder library in one program, and with the whole graph in one library.
 * usage: translate_lstm FOLDER_WITH_DATA [date] */
#include "../common.h"
#include "decoder.h"
#include "encoder.h"
#include "translate_lstm_full.h"

#include <ctype.h>

static _Alignas(ENCODER_ALIGN) unsigned char encoder_workspace[ENCODER_WORKSPACE_BYTES];
static _Alignas(DECODER_ALIGN) unsigned char decoder_workspace[DECODER_WORKSPACE_BYTES];
static _Alignas(
    TRANSLATE_LSTM_FULL_ALIGN) unsigned char full_workspace[TRANSLATE_LSTM_FULL_WORKSPACE_BYTES];
enum { kLength = ENCODER_CHARS_ELEMENTS, kOutputs = 10, kStart = 11 };
static const char kTarget[] = "0123456789-";

/* The decoder is called once a character; its state goes round in the caller. */
static void translate(const int64_t *chars, int64_t *result) {
  float h[2][DECODER_H_ELEMENTS], c[2][DECODER_C_ELEMENTS], logits[DECODER_LOGITS_ELEMENTS];
  if (encoder_run(chars, h[0], c[0], encoder_workspace) != 0)
    exit(1);
  int64_t token = kStart;
  for (int i = 0; i < kOutputs; ++i) {
    int now = i % 2, next = 1 - now;
    if (decoder_run(&token, h[now], c[now], logits, h[next], c[next], decoder_workspace) != 0)
      exit(1);
    token = (int64_t)largest(logits, DECODER_LOGITS_ELEMENTS);
    result[i] = token;
  }
}

static void translate_at_once(const int64_t *chars, int64_t *result) {
  static float logits[TRANSLATE_LSTM_FULL_LOGITS_ELEMENTS];
  if (translate_lstm_full_run(chars, result, logits, full_workspace) != 0)
    exit(1);
}

static void print_tokens(const int64_t *tokens) {
  for (int i = 0; i < kOutputs; ++i)
    putchar(tokens[i] < 11 ? kTarget[tokens[i]] : '?');
}

/* Characters to numbers, padded on the left with 0. */
static void encode(const char *date, char **source, size_t letters, int64_t *chars) {
  int length = (int)strlen(date);
  for (int i = 0; i < kLength; ++i) {
    int at = i - (kLength - length);
    char letter[2] = {at >= 0 && at < length ? (char)tolower((unsigned char)date[at]) : 0, 0};
    chars[i] = at < 0 ? 0 : find_line(source, letters, letter, 0);
  }
}

static void print_case(const int64_t *chars, char **source, const int64_t *tokens,
                       const int64_t *expected) {
  int length = 0;
  for (int i = 0; i < kLength; ++i)
    if (chars[i] != 0) {
      putchar(source[chars[i]][0]);
      ++length;
    }
  printf("%*s -> ", kLength - 2 - length, "");
  print_tokens(tokens);
  printf(", expected ");
  print_tokens(expected);
  putchar('\n');
}

int main(int argc, char **argv) {
  const char *folder = argc > 1 ? argv[1] : ".";
  size_t letters, bytes;
  char **source = read_lines(folder, "source.txt", &letters);
  const char *samples[] = {"monday, march 3rd 2014", "24 dec 1999", "july 4, 1976", "1.2.2003"};
  int64_t chars[kLength], tokens[kOutputs], whole[kOutputs];
  for (int i = 0; i < (argc > 2 ? 1 : 4); ++i) {
    const char *date = argc > 2 ? argv[2] : samples[i];
    encode(date, source, letters, chars);
    translate(chars, tokens);
    printf("%-28s -> ", date);
    print_tokens(tokens);
    putchar('\n');
  }

  const int64_t *inputs = read_file(folder, "chars.bin", &bytes);
  size_t count = bytes / (kLength * sizeof *inputs), right = 0, right_at_once = 0;
  const int64_t *expected = read_file(folder, "tokens.bin", &bytes);
  for (size_t i = 0; i < count; ++i) {
    const int64_t *answer = expected + i * kOutputs;
    translate(inputs + i * kLength, tokens);
    translate_at_once(inputs + i * kLength, whole);
    right += !memcmp(tokens, answer, sizeof tokens);
    right_at_once += !memcmp(whole, answer, sizeof whole);
    if (i < 4)
      print_case(inputs + i * kLength, source, tokens, answer);
  }
  printf("test split: encoder + decoder %zu of %zu right, whole graph %zu\n", right, count,
         right_at_once);
  return right == count && right_at_once == count ? 0 : 1;
}
