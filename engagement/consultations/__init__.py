"""Who is asked, and when: consultations, their published questionnaires, deadlines and information sheets."""
