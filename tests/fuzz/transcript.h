// A transcript from any bytes: what must hold whatever they are. A breach ends the process, as a fuzzer wants it.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "bot/terminal/transcript.h"

namespace frontdesk::fuzz {

inline void TryTranscript(std::string_view bytes) {
  base::Findings findings;
  const auto transcript = terminal::ParseTranscript("fuzz.chat", bytes, findings);
  bool sound = transcript.has_value() != findings.HasErrors();
  for (const base::Finding& finding : findings.Sorted())
    sound = sound && finding.place.path == "fuzz.chat" && !finding.what.empty();
  int last = 0;
  for (std::size_t i = 0; transcript && i < transcript->lines.size(); ++i) {
    const terminal::TranscriptLine& line = transcript->lines[i];
    sound = sound && line.place.line > last && !line.source.empty();
    last = line.place.line;
  }
  if (sound) return;
  std::fprintf(stderr, "broken: a transcript is read line by line, or an error says why not\n");
  std::abort();
}

}  // namespace frontdesk::fuzz
