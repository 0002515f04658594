package vigil

// Retell lets a scorecard that was kept as JSON, and so has its messages in English alone, be said in every language: a message
// that the scorecard of the same input, made anew, says too is told as there. One that only the kept scorecard has stays English.
func (s *Scorecard) Retell(again *Scorecard) {
	anew := map[string]Message{}
	for _, m := range again.messages() {
		anew[m.String()] = *m
	}
	for _, m := range s.messages() {
		if same, ok := anew[m.String()]; ok {
			*m = same
		}
	}
}

// messages are those of a scorecard that pages show.
func (s *Scorecard) messages() []*Message {
	var list []*Message
	for i := range s.BandReason {
		list = append(list, &s.BandReason[i])
	}
	for i := range s.Deduction.Cases {
		list = append(list, &s.Deduction.Cases[i].Why)
	}
	for i := range s.Caps {
		list = append(list, &s.Caps[i].Why)
	}
	for i := range s.Nodes {
		if item := s.Nodes[i].Item; item != nil {
			list = append(list, &item.Why)
		}
	}
	return list
}
