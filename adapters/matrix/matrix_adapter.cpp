#include "adapters/matrix/matrix_adapter.h"

#include "adapters/matrix/invite.h"
#include "adapters/matrix/outgoing.h"
#include "adapters/matrix/send_outcome.h"
#include "adapters/matrix/transaction.h"

namespace frontdesk::adapters::matrix {

base::Result<Verified> MatrixAdapter::Verify(const RawRequest& request, Env env) const {
  return VerifyTransaction(request, env);
}

base::Result<Parsed> MatrixAdapter::Parse(const Verified& request, Env env) const {
  return ParseTransaction(request, env);
}

HttpAnswer MatrixAdapter::Answer(const base::Status& outcome) const { return AnswerToTransaction(outcome); }

base::Result<Step> MatrixAdapter::Next(const Sending& sending, Env env) const { return NextStep(sending, env); }

base::Result<Step> MatrixAdapter::ShowTyping(const TypingSign& sign, Env env) const { return TypingStep(sign, env); }

SendResult MatrixAdapter::Classify(const Call& call, const CallResult& result) const { return OutcomeOf(call, result); }

base::Result<Call> MatrixAdapter::After(const Afterwards& asked, const base::Message*, Env env) const {
  return AfterCall(asked.words, env);
}

}  // namespace frontdesk::adapters::matrix
