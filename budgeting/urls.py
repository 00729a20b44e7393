"""Every public address of budgeting, below the language."""

from django.urls import include, path

from budgeting import addresses  # noqa: F401  (registers the converter)
from budgeting.views import (
    answers,
    comments,
    counting,
    cycles,
    files,
    mine,
    moderation,
    printed,
    proposals,
    results,
    reviews,
    standing,
    vote,
    writing,
    writing_people,
    writing_place,
    writing_steps,
)

cycle_urls = [
    path("", cycles.cycle_page, name="cycle"),
    path("turnout/", cycles.turnout_fragment, name="turnout"),
    path("proposals/", proposals.proposal_list, name="proposals"),
    path("map/", proposals.proposal_map_page, name="proposal_map"),
    path("propose/", writing.start, name="propose"),
    path("similar/", writing.similar_fragment, name="similar"),
    path("vote/", vote.choose, name="vote"),
    path("vote/check/", vote.check, name="vote_check"),
    path("vote/identify/", vote.identify, name="vote_identify"),
    path("vote/receipt/", vote.receipt, name="vote_receipt"),
    path("form.pdf", printed.form, name="printed_form"),
    path("results/", results.results_page, name="results"),
    path("results/steps/<int:number>/", results.steps_page, name="results_step"),
]
proposal_urls = [
    path("", proposals.proposal_page, name="proposal"),
    path("write/", writing.task_list, name="write_proposal"),
    path("write/link/", writing.send_me_the_link, name="send_link"),
    path("write/delete/", writing.delete, name="delete_draft"),
    path("write/point/map.svg", writing_place.point_map, name="point_map"),
    path("write/<slug:step>/", writing_steps.write_step, name="write_step"),
    path("check/", writing.check, name="check_proposal"),
    path("join/<uuid:key>/", writing_people.join, name="join_proposal"),
    path("photos/<int:photo>/<slug:size>.jpg", files.proposal_photo, name="proposal_photo"),
    path("documents/<int:document>/", files.proposal_document, name="proposal_document"),
    path("poster.pdf", printed.poster, name="printed_poster"),
    path("withdraw/", writing.withdraw, name="withdraw_proposal"),
    path("questions/<int:number>/", reviews.answer, name="answer_question"),
    path("reply/", reviews.reply, name="reply_to_review"),
    path("not-done/", answers.not_done, name="not_done"),
    path("comments/", comments.comment_proposal, name="comment_proposal"),
    path("back/", standing.back, name="back_proposal"),
    path("back/withdraw/", standing.withdraw, name="withdraw_backing"),
    path("follow/", standing.follow, name="follow_proposal"),
    path("follow/end/", standing.unfollow, name="unfollow_proposal"),
    path("report/", moderation.report_proposal_page, name="report_proposal"),
    path("appeal/", moderation.appeal_page, name="appeal_proposal"),
]
answer_urls = [
    path("", answers.answers_page, name="answers"),
    path("offices.csv", answers.answers_csv, name="answers_csv"),
    path("overdue.csv", answers.overdue_csv, name="overdue_csv"),
]
urlpatterns = [
    path("cycles/", cycles.cycle_list, name="cycles"),
    path("cycles/<numbered:pk>/", include(cycle_urls)),
    path("proposals/<numbered:pk>/", include(proposal_urls)),
    path("comments/<int:pk>/remove/", comments.remove, name="remove_comment"),
    path("comments/<numbered:pk>/report/", moderation.report_comment_page, name="report_comment"),
    path("municipalities/<slug:municipality>/answers/", include(answer_urls)),
    path("municipalities/<slug:slug>/moderation/", moderation.queue_page, name="moderation_queue"),
    path("how-votes-are-counted/", counting.counting_page, name="counting"),
    path("recount.py", results.recount_script, name="recount_script"),
    path("my/", mine.my_page, name="my_page"),
    path("desk/", include("budgeting.desk.urls")),
]
