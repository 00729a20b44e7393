"""What the database holds from now on, once the earlier rows have been brought to it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("budgeting", "0005_earlier_answers_and_reviews")]

    operations = [
        migrations.RemoveField(
            model_name='proposal',
            name='search_text',
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'rejected', 'published', 'under_review', 'feasible', 'not_feasible', 'on_ballot', 'withdrawn', 'merged', 'unbacked'])), name='proposal_state'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('rejection_code__in', ['duplicate', 'not_here', 'no_project', 'unclear', 'partisan', 'advert', 'hate', 'personal', 'offence', 'other']), ('state', 'rejected')), models.Q(models.Q(('state', 'rejected'), _negated=True), ('rejection_code', '')), _connector='OR'), name='rejected_with_a_code'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged'), models.Q(('merged_into', models.F('pk')), _negated=True)), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='merged_into_another'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered_by__isnull', True), ('origin', '')), models.Q(('consented_on__isnull', False), ('entered_by__isnull', False), ('origin__in', ['paper', 'phone', 'meeting'])), _connector='OR'), name='entered_with_consent'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['writing', 'to_sign', 'signed', 'published'])), name='review_state'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'writing'), models.Q(('is_feasible', False), ('reason_ka__gt', '')), models.Q(('cost_tetri__gt', 0), ('cost_tetri__isnull', False), ('is_feasible', True), ('reason_ka__gt', '')), _connector='OR'), name='review_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cost_low_tetri__isnull', True), ('cost_low_tetri__lte', models.F('cost_tetri')), _connector='OR'), models.Q(('cost_high_tetri__isnull', True), ('cost_high_tetri__gte', models.F('cost_tetri')), _connector='OR')), name='costs_in_order', violation_error_message='The lowest cost comes first, then the likely one, then the highest.'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), models.Q(('state', 'signed'), _negated=True)), models.Q(('second_reader__isnull', False), models.Q(('second_reader', models.F('reviewer')), _negated=True)), _connector='OR'), name='signed_by_another'),
        ),
        migrations.AlterField(
            model_name='ask',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='budgeting.office'),
        ),
        migrations.AlterField(
            model_name='response',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='budgeting.office'),
        ),
        migrations.RemoveField(model_name='response', name='office_name'),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['accepted', 'accepted_in_part', 'planned', 'in_progress', 'done', 'not_possible_now', 'not_our_competence', 'duplicate', 'declined']), ('reason_ka__gt', ''), ('reason_ka__isnull', False), models.Q(models.Q(('next_step_ka__gt', ''), ('next_step_ka__isnull', False)), models.Q(('evidence', ''), _negated=True), _connector='OR')), name='response_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'not_our_competence'), _negated=True), models.Q(('forwarded_to', ''), _negated=True), _connector='OR'), name='forwarded_to_somebody', violation_error_message='Say to whom it was forwarded.'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'duplicate'), _negated=True), models.Q(('duplicate_of', ''), _negated=True), _connector='OR'), name='duplicate_of_something', violation_error_message='Give the address of what it repeats.'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'planned'), _negated=True), ('next_update_on__isnull', False), _connector='OR'), name='planned_for_a_date', violation_error_message='Say by which date you write again.'),
        ),
    ]
