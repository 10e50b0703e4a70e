#include <fstream>
#include <optional>

#include "bot/terminal/commands.h"
#include "bot/terminal/eval_report.h"
#include "bot/terminal/opening.h"
#include "knowledge/labelled.h"

namespace frontdesk::terminal {

namespace {

base::Result<base::SourceFile> ReadQuestions(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  base::SourceFile file{path, {}};
  char block[1 << 16];
  while (in.read(block, sizeof block) || in.gcount() > 0) {
    file.text.append(block, static_cast<std::size_t>(in.gcount()));
    if (file.text.size() > knowledge::kMaxLabelledBytes) {
      return base::Fail(
          base::ErrorCode::kTooLarge,
          "'" + path + "' is larger than " + std::to_string(knowledge::kMaxLabelledBytes >> 20) + " MiB; split it");
    }
  }
  if (!in.is_open() || in.bad()) return base::Fail(base::ErrorCode::kNotFound, "cannot read '" + path + "'");
  return file;
}

}  // namespace

int Eval(const EvalOptions& options, Streams streams) {
  const auto workspace = OpenWorkspace(options.directory, streams.err);
  if (!workspace) return kFailed;
  const auto file = ReadQuestions(options.file);
  if (!file) {
    PrintError(streams.err, file.error());
    return kFailed;
  }
  const knowledge::Index& index = *workspace->catalog->knowledge;
  base::Findings findings;
  const auto questions = knowledge::ReadLabelledQuestions(*file, index.library(), findings);
  for (const base::Finding& finding : findings.Sorted()) streams.err << ToString(finding) << '\n';
  if (findings.HasErrors()) return kFailed;
  const knowledge::Evaluation evaluation = knowledge::Evaluate(index, questions);
  streams.out << (options.json ? EvaluationJson(evaluation) + "\n" : EvaluationText(evaluation, options.file));
  streams.out.flush();
  return streams.out ? kOk : kFailed;
}

}  // namespace frontdesk::terminal
