/* Continues a text word by word.
 * usage: next_word_rnn FOLDER_WITH_DATA [beginning of a sentence] */
#include "../common.h"
#include "next_word_rnn.h"

#include <ctype.h>

static _Alignas(NEXT_WORD_RNN_ALIGN) unsigned char workspace[NEXT_WORD_RNN_WORKSPACE_BYTES];
enum { kLength = NEXT_WORD_RNN_TOKENS_ELEMENTS, kWords = NEXT_WORD_RNN_LOGITS_ELEMENTS };

static void append(int64_t *tokens, int64_t token) {
  memmove(tokens, tokens + 1, (kLength - 1) * sizeof *tokens);
  tokens[kLength - 1] = token;
}

/* Words, and punctuation marks as words of their own. */
static void read_text(const char *text, char **vocabulary, size_t words, int64_t *tokens) {
  while (*text) {
    char word[64];
    size_t length = 0;
    if (isalpha((unsigned char)*text)) {
      while ((isalpha((unsigned char)*text) || *text == '\'') && length + 1 < sizeof word)
        word[length++] = (char)tolower((unsigned char)*text++);
    } else if (strchr(".,;:?!", *text)) {
      word[length++] = *text++;
    } else {
      ++text;
      continue;
    }
    word[length] = 0;
    append(tokens, find_line(vocabulary, words, word, 0));
  }
}

int main(int argc, char **argv) {
  size_t words;
  char **vocabulary = read_lines(argc > 1 ? argv[1] : ".", "vocabulary.txt", &words);
  const char *beginning = argc > 2 ? argv[2] : "return a copy of the";
  int64_t tokens[kLength];
  int64_t end = find_line(vocabulary, words, "<eop>", 3);
  for (int i = 0; i < kLength; ++i)
    tokens[i] = end; /* as if a paragraph had just ended */
  read_text(beginning, vocabulary, words, tokens);

  printf("%s |", beginning);
  for (int step = 0; step < 16; ++step) {
    float logits[kWords];
    if (next_word_rnn_run(tokens, logits, workspace) != 0)
      return 1;
    logits[0] = -1e30f; /* never say <unk> */
    size_t next = largest(logits, kWords);
    if ((int64_t)next == end)
      break;
    printf("%s%s", strchr(".,;:?!", vocabulary[next][0]) ? "" : " ", vocabulary[next]);
    append(tokens, (int64_t)next);
  }
  printf("\n");
  return 0;
}
