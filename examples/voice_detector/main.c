/* Finds speech in a WAV file (16 kHz, mono, 16 bit), frame by frame, as a
 * microphone would deliver it.
 * usage: voice_detector FILE.wav */
#include "../common.h"
#include "silero_vad_stream.h"

static _Alignas(SILERO_VAD_STREAM_ALIGN) unsigned char workspace[SILERO_VAD_STREAM_WORKSPACE_BYTES];
enum { kContext = 64, kHop = 512, kRate = 16000 };

/* The samples of a plain PCM file. */
static const int16_t *find_samples(const unsigned char *wav, size_t bytes, size_t *count) {
  if (bytes < 44 || memcmp(wav, "RIFF", 4) || memcmp(wav + 8, "WAVE", 4))
    return NULL;
  size_t at = 12;
  int fits = 0;
  while (at + 8 <= bytes) {
    uint32_t size;
    memcpy(&size, wav + at + 4, sizeof size);
    if (size > bytes - at - 8)
      size = (uint32_t)(bytes - at - 8);
    if (!memcmp(wav + at, "fmt ", 4) && size >= 16) {
      uint16_t channels, bits;
      uint32_t rate;
      memcpy(&channels, wav + at + 10, 2);
      memcpy(&rate, wav + at + 12, 4);
      memcpy(&bits, wav + at + 22, 2);
      fits = channels == 1 && rate == kRate && bits == 16;
    } else if (!memcmp(wav + at, "data", 4)) {
      *count = size / 2;
      return fits ? (const int16_t *)(const void *)(wav + at + 8) : NULL;
    }
    at += 8 + size + size % 2;
  }
  return NULL;
}

int main(int argc, char **argv) {
  size_t bytes, count = 0;
  const unsigned char *wav = read_path(argc > 1 ? argv[1] : "speech.wav", &bytes);
  const int16_t *samples = find_samples(wav, bytes, &count);
  if (!samples) {
    fprintf(stderr, "not a WAV file of 16 kHz, mono, 16 bit\n");
    return 1;
  }
  float frame[kContext + kHop] = {0}, probability;
  static silero_vad_stream_state state;
  silero_vad_stream_reset(&state);
  int speaking = 0, segments = 0;
  for (size_t begin = 0; begin + kHop <= count; begin += kHop) {
    memmove(frame, frame + kHop, kContext * sizeof *frame);
    for (int i = 0; i < kHop; ++i)
      frame[kContext + i] = (float)samples[begin + (size_t)i] / 32768.0f;
    if (silero_vad_stream_step(&state, frame, &probability, workspace) != 0)
      return 1;
    double time = (double)begin / kRate;
    if (!speaking && probability >= 0.5f) {
      printf("%6.2f s  speech begins (%.2f)\n", time, probability);
      speaking = 1;
      ++segments;
    } else if (speaking && probability < 0.35f) {
      printf("%6.2f s  speech ends\n", time);
      speaking = 0;
    }
  }
  printf("%d segments of speech in %.2f s\n", segments, (double)count / kRate);
  return 0;
}
