"""A cycle says in which language its texts were written, and how far each translation can be trusted;
a proposal may have been written down for a resident."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgeting', '0006_answers_reviews_and_talk_kept'),
    ]

    operations = [
        migrations.AddField(
            model_name='cycle',
            name='translations',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='cycle',
            name='written_in',
            field=models.CharField(choices=[('ka', 'ქართული'), ('hy', 'Հայերեն'), ('az', 'Azərbaycanca'), ('en', 'English')], default='ka', max_length=2),
        ),
        migrations.AlterField(
            model_name='proposalevent',
            name='name',
            field=models.CharField(choices=[('submit', 'The author submitted the proposal.'), ('resubmit', 'The author improved the proposal and submitted it again.'), ('withdraw', 'The author withdrew the proposal.'), ('publish', 'The municipality checked and published the proposal.'), ('send_back', 'The municipality sent the proposal back to be improved.'), ('reject', 'The municipality rejected the proposal.'), ('restore', 'The appeal was upheld, and the municipality published the proposal.'), ('merge', 'The municipality merged the proposal into another one that asks for the same.'), ('fall_short', 'Fewer people backed the proposal than this budget asks for.'), ('start_review', 'The review of the proposal began.'), ('find_feasible', 'The review found the proposal feasible and gave its cost.'), ('find_not_feasible', 'The review found the proposal not feasible.'), ('put_on_ballot', 'The project was put on the ballot.'), ('enter', 'The municipality wrote the proposal down for a resident and handed it in.'), ('receive_merged', 'Another proposal that asks for the same was merged into this one.'), ('split', 'The municipality divided the proposal: a part of it became a proposal of its own.'), ('split_off', 'The municipality made this proposal out of a part of another one.'), ('move', 'The municipality changed the settlement or the theme.'), ('appeal', 'The author appealed against the rejection.'), ('dismiss_appeal', 'The appeal was decided by another person: the rejection stands.'), ('ask_question', 'The reviewers asked the author a question.'), ('answer_question', "The author answered the reviewers' question."), ('reply', 'The author replied to the review.'), ('update', 'The author told how things are going.'), ('answer', 'The municipality published an official response.'), ('edit_answer', 'The municipality changed its official response.'), ('extend', 'The municipality moved the date of its answer.'), ('reopen', 'A resident said that it is not done. The municipality answers again.'), ('import', 'The project was imported from a published election.')], max_length=30),
        ),
    ]
